/** How to work with files, for whoever wants more than the tools say. */
export const fileGuide = `# Files of assets

- jms_sftp_list looks into a folder, jms_sftp_read reads a text file, jms_sftp_change uploads, downloads, makes folders, renames and deletes. All take asset and account, as commands do; your session there is found or opened by itself.
- Paths on the asset are absolute or below the account's home. ".." is not followed. Links are marked and not written through; of a deleted link only the link goes.
- Files on the person's machine lie in your project folder, which the person grants at the first transfer. Hidden files and folders stay out, and links are not followed. A text needs no local file: upload it with content.
- An upload or download that takes longer than timeout_seconds goes on; call again with exactly the same arguments to wait for it. Cancelling stops it; an upload then goes on where it was while its session lives, and the same call brings it there.
- Nothing that is there is replaced without overwrite: true, and no folder is deleted without recursive: true. Replacing keeps mode and owner, and is not atomic: upload under another name and rename where that matters.
- Sizes are always verified. checksum: true tells the SHA-256 of our end; compare it with sha256sum of a run in a terminal.
- This channel cannot copy, move to another folder, or change modes and owners: use cp, mv, chmod and chown in a terminal.
- What JumpServer's permission lacks (upload, download, delete) is the administrator's to give; what the person declines is theirs. Do not look for another way.
`;
