"""Train the sketch generator: ``python -m training.run --folder FOLDER --budget 25m --device auto``."""

from training.sketch.run import main

if __name__ == "__main__":
    main()
