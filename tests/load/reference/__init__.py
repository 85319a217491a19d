"""The bare application that Callboard's hot path is measured against."""
