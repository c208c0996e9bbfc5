"""Bank files (bankfiler) read strictly into one model; pure, but for the wording of reasons. Entry: `detect.read`."""
