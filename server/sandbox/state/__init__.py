"""What a sandbox holds, kept in a file over a restart.

`values` writes ordinary values and the data classes of the sandbox as JSON and reads them back, `parts` names what each
simulator keeps, `state_file` is the file, `keeper` saves what changed.
"""
