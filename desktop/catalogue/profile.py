"""What keeps a profile from being used, and what to do."""

from desktop.catalogue.entry import Entry

PROFILE_PROBLEMS: dict[str, Entry] = {
    "no_keyring": Entry(
        "There is no keyring for the secrets.",
        "This computer offers no keyring that keeps secrets safe: {detail}",
        "Set up the system's keyring, or choose an encrypted keyring backend (README, Headless"
        " machines). Without one nothing can be kept beyond this session.",
    ),
    "keyring_locked": Entry(
        "The keyring is locked.",
        "The system's keyring did not give out the secrets.",
        "Unlock the keyring and try again.",
    ),
    "plaintext_keyring": Entry(
        "The keyring keeps secrets in plain text.",
        "The chosen keyring backend {backend} does not encrypt.",
        "Choose an encrypted backend (README, Headless machines).",
    ),
    "key_missing": Entry(
        "The key of the database is gone.",
        "The keyring has no key for the database in {profile}.",
        "Restore the keyring entry or a backup made with its key, or start anew with another"
        " profile folder. The database stays as it is.",
    ),
    "key_wrong": Entry(
        "The key does not fit the database.",
        "The key in the keyring belongs to another database than the one in {profile}.",
        "Restore the database or the keyring entry that belong together, or start anew with"
        " another profile folder. The database stays as it is.",
    ),
    "database_damaged": Entry(
        "The database is damaged.",
        "The key is right, but {profile} holds a database that cannot be read.",
        "Restore a backup of the profile folder. The database stays as it is.",
    ),
    "database_gone": Entry(
        "The database is gone.",
        "The file {name} in {profile} is missing or empty, and there was a database before.",
        "Restore a backup of the profile folder, or start anew with another profile folder."
        " Nothing is put in its place.",
    ),
    "database_newer": Entry(
        "The database was made by a newer Crossdock.",
        "It has format {found}, this program knows up to {known}.",
        "Install the newer Crossdock again.",
    ),
    "database_locked": Entry(
        "Another program holds the database.",
        "The database stayed locked for {seconds} seconds.",
        "Close the program that has it open, then try again.",
    ),
    "disk_full": Entry(
        "The disk is full.",
        "Nothing more could be written to {profile}. What was written before is safe.",
        "Free some space; Crossdock goes on where it stopped.",
    ),
    "read_only": Entry(
        "The profile cannot be written to.",
        "{profile} is read-only for this user.",
        "Give yourself the right to write there, or choose another folder with --profile.",
    ),
    "not_a_folder": Entry(
        "The profile is not a folder.",
        "{profile}, or a part of that path, is a file.",
        "Choose a folder with --profile.",
    ),
    "unusable_folder": Entry(
        "The profile folder cannot be used.",
        "The system refused {profile}: {detail}.",
        "Choose another folder with --profile.",
    ),
    "profile_damaged": Entry(
        "The profile has lost its name.",
        "{file} is missing or cannot be read, so the key of the database cannot be found.",
        "Restore that file from a backup of the profile folder, or start anew with another"
        " profile folder. The database stays as it is.",
    ),
    "secret_too_long": Entry(
        "A secret is too long for the keyring.",
        "{name} has {bytes} bytes as the keyring counts them, and {limit} is the most.",
        "Check that only the secret itself was pasted.",
    ),
    "network_drive": Entry(
        "The profile lies where it is not safe.",
        "{profile} is {kind}; the database could be damaged there.",
        "Choose a folder on this computer's own disk with --profile.",
    ),
    "in_use": Entry(
        "Another Crossdock syncs this profile.",
        "Process {pid} has been at it since {since}.",
        "Let it work, or stop it first. Looking, linking, retrying and archiving work meanwhile.",
    ),
}
