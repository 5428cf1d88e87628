"""The vocabulary: pictures, masks, palettes, prompts, jobs, results and errors. Pure; it calls nobody."""
