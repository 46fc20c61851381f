"""Small returns written by hand: every identifier is plainly made up."""

from pathlib import Path

HEADER = """CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB
X1,1,05/06/2010,WBRI,A123,,
X2,F,07/08/2020,BAFR,,0,
X3,2,09/10/2023,WBRI,,,
"""
EPISODES = """CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN
X1,01/05/2022,S,C2,N1,U4,PR4,03/09/2023,X1,PLACE,PL4 8AA,PL1 1AA,SC1
X1,03/09/2023,P,C2,N1,K2,PR4,,,,PL4 8AA,EX1 1AA,SC2
X2,10/10/2023,S,V2,N5,U6,PR1,20/12/2023,E4A,,PL2 1AB,,
X3,01/12/2023,S,C1,N1,U6,PR1,,,,,,
"""
MISSING = """CHILD,DOB,MISSING,MIS_START,MIS_END
X1,05/06/2010,M,01/02/2024,02/02/2024
"""
WORKERS = """Worker ID,Team,Role,Full-time equivalent,Agency,Newly qualified,Start date,End date
W1,East,Social worker,1,N,N,01/02/2020,
W2,East,Social worker,0.6,Y,Y,01/02/2023,
"""
CHILDREN_IN_NEED = """Child Unique ID,Gender,Ethnicity,Date of Birth,Age of Child (Years),CIN Start Date,Primary Need Code,Date Child Was Last Seen,\
CIN Closure Date,Reason for Closure,Case Status,Allocated Team,Allocated Worker
X1,a) Male,WBRI,05/06/2010,13,01/02/2024,N1 - Abuse or neglect,20/03/2024,,,Open,East,W1
X4,b) Female,WBRI,01/06/2015,8,01/12/2023,N5,20/02/2024,01/03/2024,Moved,Closed,East,W2
X5,,,01/07/2024,,01/03/2024,N1,,,,Open,East,W2
"""


def write_return(folder: Path, edits: dict[str, tuple[str, str]] | None = None, **files: str) -> Path:
    """The SSDA903 return, or other files, in a folder; an edit replaces one text of a file, which must stand there once."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = files or {"header": HEADER, "episodes": EPISODES, "missing": MISSING}
    for name, (old, new) in (edits or {}).items():
        assert texts[name].count(old) == 1, old
        texts = texts | {name: texts[name].replace(old, new)}
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder
