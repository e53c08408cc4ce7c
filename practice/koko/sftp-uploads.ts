import { type FileHandle, open } from 'node:fs/promises';

interface OpenUpload {
  readonly path: string;
  readonly file: FileHandle;
  written: number;
}

/** Uploads in chunks, by the id that all chunks of one file share. They live as long as the socket. */
export class SftpUploads {
  readonly #open = new Map<string, OpenUpload>();

  /** The first chunk of an id makes the file anew. */
  async chunk(id: string, path: string, bytes: Buffer, offset: number): Promise<void> {
    let upload = this.#open.get(id);
    if (upload === undefined || upload.path !== path) {
      await upload?.file.close();
      upload = { path, file: await open(path, 'w'), written: 0 };
      this.#open.set(id, upload);
    }
    await upload.file.write(bytes, 0, bytes.length, offset);
    upload.written += bytes.length;
  }

  /** Undefined where no chunk of this id came. */
  async merge(id: string): Promise<number | undefined> {
    const upload = this.#open.get(id);
    this.#open.delete(id);
    await upload?.file.close();
    return upload?.written;
  }

  async dispose(): Promise<void> {
    const left = [...this.#open.values()];
    this.#open.clear();
    await Promise.all(left.map(({ file }) => file.close()));
  }
}
