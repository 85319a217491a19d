"""What watches Callboard: alert rules, and dashboards for Grafana with the code that writes them."""
