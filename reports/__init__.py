"""What the answers say: charts, dashboards, the PDF."""
