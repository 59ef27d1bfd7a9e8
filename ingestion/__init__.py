"""Raw bytes to events in the log; knows no Airflow, dbt, Superset and no Great Expectations suite."""
