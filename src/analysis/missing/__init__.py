"""Children who go missing, the interviews when they are found, and concerns that they are exploited."""
