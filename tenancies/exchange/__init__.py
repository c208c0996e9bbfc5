"""The register as spreadsheets: read in from the one that the unit has, and handed out as files."""
