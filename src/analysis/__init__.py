"""Analysis of a council's children's services: caseloads, fostering schemes and budget variance."""
