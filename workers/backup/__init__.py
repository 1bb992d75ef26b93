"""A warehouse into a folder on another disk and back, proved by the audit's own check.

    FOLDER/
      objects/9f/2c/9f2c…      bytes by their SHA-256, shared by all sets: what is there is not copied again
      index.sqlite             which object key has which hash; made anew where it is missing
      sets/20261122T153000Z/   one moment: `manifest.json`, its hash in `manifest.sha256`, `rows/*.jsonl`, `objects.jsonl`

A set gets its name when it is complete, so what a killed run leaves is never taken for a backup.
"""
