import { existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { download, readText } from '../../../main/files/download.ts';
import { LocalSink, LocalSource } from '../../../main/files/local-file.ts';
import { upload } from '../../../main/files/upload.ts';
import { bigFile, fileWorld, sha256 } from './file-world.ts';

const MB = 1_000_000;
/** Another size can be asked for: the usual run is short. */
const bigSize = Number(process.env['DRAWBRIDGE_TEST_TRANSFER_MB'] ?? 200) * MB;

/** The most that this process held while something went on, in bytes, beside what it held before. */
function peakOf() {
  const before = process.memoryUsage().rss;
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 20);
  return () => {
    clearInterval(timer);
    return most - before;
  };
}

describe('files between the person’s machine and an asset', () => {
  let world: Awaited<ReturnType<typeof fileWorld>>;
  beforeAll(async () => {
    world = await fileWorld();
  });
  afterEach(() => {
    world.practice.setSftpFault('none');
    world.practice.setActions(['connect', 'upload', 'download', 'copy', 'paste', 'delete', 'share']);
  });
  afterAll(() => world.dispose());

  const bring = async (name: string, to = name, options: Partial<Parameters<typeof upload>[3]> = {}) => {
    const session = await world.session();
    const source = await LocalSource.open(world.project, name);
    try {
      return await upload(session, source, await session.resolve(to), { overwrite: false, ...options });
    } finally {
      await source.close();
    }
  };
  const fetch = async (from: string, name: string, overwrite = false, signal?: AbortSignal) => {
    const session = await world.session();
    const sink = await LocalSink.create(world.project, name, overwrite);
    try {
      const size = await download(session, await session.stat(from), sink, { signal });
      await sink.finish();
      return size;
    } catch (error) {
      await sink.discard();
      throw error;
    }
  };

  it(`brings ${bigSize / MB} MB there and back whole, in bounded memory`, {
    timeout: 120_000 + bigSize / 4_000,
  }, async () => {
    const big = path.join(world.project, 'big.bin');
    await bigFile(big, bigSize);
    const seen: number[] = [];
    const peak = peakOf();
    await bring('big.bin', 'big.bin', { onProgress: ({ done }) => seen.push(done) });
    await fetch('big.bin', 'back.bin');
    const held = peak();
    expect(seen.at(-1)).toBe(bigSize);
    expect(seen.length).toBeGreaterThan(20);
    expect(await sha256(path.join(world.home(), 'big.bin'))).toBe(await sha256(big));
    expect(await sha256(path.join(world.project, 'back.bin'))).toBe(await sha256(big));
    // Site and app are one process here; if both held the file it would be 400 MB, and more where it is encoded.
    expect(held).toBeLessThan(300 * MB);
  });

  it('goes on where an upload was stopped, on the same connection', async () => {
    await bigFile(path.join(world.project, 'stopped.bin'), 30 * MB);
    const stop = new AbortController();
    const first = bring('stopped.bin', 'stopped.bin', {
      signal: stop.signal,
      onProgress: ({ done }) => {
        if (done > 5 * MB) stop.abort(new Error('stopped'));
      },
    });
    await expect(first).rejects.toThrow('stopped');
    const second = await bring('stopped.bin');
    expect(second.resumedFrom).toBeGreaterThan(5 * MB);
    expect(await sha256(path.join(world.home(), 'stopped.bin'))).toBe(
      await sha256(path.join(world.project, 'stopped.bin')),
    );
  });

  it('begins anew by itself after the socket broke, there and back', async () => {
    await bigFile(path.join(world.project, 'broken.bin'), 30 * MB);
    let cut = false;
    const result = await bring('broken.bin', 'broken.bin', {
      onProgress: ({ done }) => {
        if (done < 5 * MB || cut) return;
        cut = true;
        world.practice.dropConnections();
      },
    });
    expect(cut).toBe(true);
    expect(result.size).toBe(30 * MB);
    const source = await sha256(path.join(world.project, 'broken.bin'));
    expect(await sha256(path.join(world.home(), 'broken.bin'))).toBe(source);
    const session = await world.session();
    const sink = await LocalSink.create(world.project, 'broken-back.bin', false);
    let again = false;
    await download(session, await session.stat('broken.bin'), sink, {
      onProgress: ({ done }) => {
        if (done < 5 * MB || again) return;
        again = true;
        world.practice.dropConnections();
      },
    });
    await sink.finish();
    expect(await sha256(path.join(world.project, 'broken-back.bin'))).toBe(source);
  });

  it('ends with the reason when an administrator kills the session, and opens a new one only for a new call', async () => {
    await bigFile(path.join(world.project, 'killed.bin'), 30 * MB);
    let killed = false;
    const transfer = bring('killed.bin', 'killed.bin', {
      onProgress: () => {
        if (killed) return;
        killed = true;
        for (const one of world.practice.terminals()) world.practice.killTerminal(one.id);
      },
    });
    await expect(transfer).rejects.toMatchObject({ code: 'file-session-closed', actor: 'person' });
    expect(world.files.list().some(({ closed }) => closed !== null)).toBe(true);
    const session = await world.session();
    expect((await session.list('')).entries.length).toBeGreaterThan(0);
  });

  it('refuses what the permission lacks in words that name the administrator', async () => {
    writeFileSync(path.join(world.project, 'small'), 'x');
    world.practice.setActions(['connect']);
    await expect(bring('small')).rejects.toMatchObject({ code: 'permission-denied', actor: 'admin' });
    await expect(fetch('.bashrc', 'bashrc')).rejects.toMatchObject({ code: 'permission-denied' });
    expect(existsSync(path.join(world.project, 'bashrc'))).toBe(false);
  });

  it('never calls a file whole whose size is another: up, down, and what was there stays', async () => {
    await bigFile(path.join(world.project, 'short.bin'), 3 * MB);
    world.practice.setSftpFault('short-write', { cmd: 'upload' });
    await expect(bring('short.bin')).rejects.toMatchObject({ code: 'file-incomplete' });
    world.practice.setSftpFault('none');
    await bring('short.bin', 'short.bin', { overwrite: true });
    writeFileSync(path.join(world.project, 'kept'), 'what was there');
    world.practice.setSftpFault('short-read', { cmd: 'download' });
    await expect(fetch('short.bin', 'kept', true)).rejects.toMatchObject({ code: 'file-incomplete' });
    expect(readFileSync(path.join(world.project, 'kept'), 'utf8')).toBe('what was there');
  });

  it('replaces nothing without being told to, on neither side, and keeps the mode of what it replaces', async () => {
    writeFileSync(path.join(world.home(), 'there'), 'old', { mode: 0o755 });
    writeFileSync(path.join(world.project, 'there'), 'new');
    await expect(bring('there')).rejects.toMatchObject({ code: 'file-exists' });
    await expect(fetch('there', 'there')).rejects.toMatchObject({ code: 'file-exists' });
    expect(readFileSync(path.join(world.home(), 'there'), 'utf8')).toBe('old');
    expect(await bring('there', 'there', { overwrite: true })).toMatchObject({ replaced: true });
    expect(readFileSync(path.join(world.home(), 'there'), 'utf8')).toBe('new');
    expect(statSync(path.join(world.home(), 'there')).mode & 0o777).toBe(0o755);
  });

  it('writes through no link on the asset, and deletes of a link only the link', async () => {
    writeFileSync(path.join(world.home(), 'real'), 'real');
    symlinkSync(path.join(world.home(), 'real'), path.join(world.home(), 'linked'));
    writeFileSync(path.join(world.project, 'linked'), 'through');
    await expect(bring('linked', 'linked', { overwrite: true })).rejects.toMatchObject({ code: 'file-exists' });
    const session = await world.session();
    expect(await session.stat('linked')).toMatchObject({ kind: 'link' });
    await session.remove(await session.deletable('linked', false));
    expect(readFileSync(path.join(world.home(), 'real'), 'utf8')).toBe('real');
  });

  it('deletes a folder only when told to, and never the home, the root or what they are in, however it is spelled', async () => {
    const session = await world.session();
    await session.mkdir('a/b/c', true);
    await expect(session.deletable('a', false)).rejects.toMatchObject({ code: 'bad-argument' });
    await session.remove(await session.deletable('a', true));
    expect(existsSync(path.join(world.home(), 'a'))).toBe(false);
    const before = world.practice.ftpLog().length;
    for (const root of ['/', '//', '//.', '/./', '///', '', '~', path.dirname(world.home()), '/tmp/..', 'x/../..'])
      await expect(session.deletable(root, true)).rejects.toMatchObject({ code: 'bad-argument' });
    expect(world.practice.ftpLog()).toHaveLength(before);
  });

  it('renames within the folder, over nothing, and reaches names that end in a blank', async () => {
    const session = await world.session();
    writeFileSync(path.join(world.home(), 'blank '), 'b');
    writeFileSync(path.join(world.home(), 'taken'), 't');
    await expect(session.rename('blank ', 'taken')).rejects.toMatchObject({ code: 'file-exists' });
    await expect(session.rename('blank ', '../out')).rejects.toMatchObject({ code: 'bad-argument' });
    expect(await session.rename('blank ', '改名')).toBe(path.join(world.home(), '改名'));
    expect(readFileSync(path.join(world.home(), '改名'), 'utf8')).toBe('b');
  });

  it('reads a range of a text without the rest, and says where to go on', async () => {
    const text = Array.from({ length: 400_000 }, (_, line) => `第${line}行`).join('\n');
    writeFileSync(path.join(world.home(), 'long.txt'), text);
    const session = await world.session();
    const entry = await session.stat('long.txt');
    const first = await readText(session, entry, { offset: 0, limit: 1_000 });
    const second = await readText(session, entry, { offset: first.end, limit: 1_000 });
    expect(first.text + second.text).toBe(Buffer.from(text).subarray(0, second.end).toString('utf8'));
    expect(first.size).toBe(Buffer.byteLength(text));
    writeFileSync(path.join(world.home(), 'binary'), Buffer.from([1, 0, 2]));
    await expect(readText(session, await session.stat('binary'), { offset: 0, limit: 10 })).rejects.toMatchObject({
      code: 'bad-argument',
    });
    const empty = path.join(world.home(), 'empty');
    writeFileSync(empty, '');
    expect((await readText(session, await session.stat('empty'), { offset: 0, limit: 10 })).text).toBe('');
  });

  it('brings a folder as one zip', async () => {
    const session = await world.session();
    await session.mkdir('packed', false);
    writeFileSync(path.join(world.home(), 'packed', 'inner.txt'), 'inner');
    await fetch('packed', 'packed.zip');
    const zip = readFileSync(path.join(world.project, 'packed.zip'));
    expect(zip.subarray(0, 4).toString('latin1')).toBe('PK\x03\x04');
    expect(zip.includes('inner.txt')).toBe(true);
  });

  it('brings an empty file, and one of a name with blanks, quotes and CJK', async () => {
    for (const name of ['empty', `it's "quoted" $HOME 文件`]) {
      writeFileSync(path.join(world.project, name), name === 'empty' ? '' : name);
      await bring(name, `given ${name}`);
      expect(readFileSync(path.join(world.home(), `given ${name}`), 'utf8')).toBe(name === 'empty' ? '' : name);
    }
  });
});
