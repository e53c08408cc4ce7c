import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import WebSocket from 'ws';
import { z } from 'zod';
import { systemClock } from '../../main/errors/clock.ts';
import { download } from '../../main/files/download.ts';
import { FileSessions } from '../../main/files/file-sessions.ts';
import { LocalSink, LocalSource } from '../../main/files/local-file.ts';
import { upload } from '../../main/files/upload.ts';
import { silentLog } from '../../main/log/log.ts';
import type { PracticeVisitor } from '../support/practice-login.ts';

/** A client of KoKo's file manager; both answer how many bytes travelled. */
export interface FileClient {
  up(local: string, remote: string): Promise<number>;
  down(remote: string, local: string): Promise<number>;
}

const asset = 'web-01';
/** As KoKo's own page sends (protocol §7.14). */
const chunkBytes = 5 * 1024 * 1024;

const frame = z.looseObject({ type: z.string(), data: z.string(), err: z.string(), raw: z.string().nullable() });
type Frame = z.infer<typeof frame>;

const linkOf = async (visitor: PracticeVisitor) => {
  const found = await visitor.findAsset(asset);
  const tokenId = await visitor.connectionToken(found.asset.id, found.account, 'sftp');
  return { found, tokenId, kokoUrl: `${visitor.url.replace(/^http/, 'ws')}/koko/ws/sftp/` };
};

/** The yardstick: a bare `ws` client that sends the same chunks, writes what comes to a file, and does nothing else. */
export async function rawFiles(visitor: PracticeVisitor): Promise<FileClient> {
  const { tokenId, kokoUrl } = await linkOf(visitor);
  const socket = new WebSocket(`${kokoUrl}?token=${tokenId}`, ['JMS-KOKO'], {
    headers: { cookie: await visitor.transport.cookieHeader(kokoUrl) },
    perMessageDeflate: false,
  });
  let listener: (frame: Frame) => void = () => {};
  const next = () =>
    new Promise<Frame>((resolve) => {
      listener = resolve;
    });
  const connected = next();
  socket.on('message', (data) => listener(frame.parse(JSON.parse(String(data)))));
  await connected;
  let ids = 0;
  const send = (cmd: string, data: object, id: string, raw?: string) =>
    socket.send(JSON.stringify({ id, type: 'SFTP_DATA', cmd, data: JSON.stringify(data), ...(raw ? { raw } : {}) }));
  const ask = async (data: object, id: string, raw?: string) => {
    const answer = next();
    send('upload', data, id, raw);
    const { err } = await answer;
    if (err !== '') throw new Error(err);
  };
  return {
    async up(local, remote) {
      const id = String(++ids);
      const file = await fs.open(local);
      const { size } = await file.stat();
      const buffer = Buffer.allocUnsafe(chunkBytes);
      for (let offset = 0; offset < size; ) {
        const { bytesRead } = await file.read(buffer, 0, chunkBytes, offset);
        const raw = buffer.subarray(0, bytesRead).toString('base64');
        await ask({ path: remote, size, offset, chunk: true }, id, raw);
        offset += bytesRead;
      }
      await ask({ path: remote, size, merge: true }, id);
      await file.close();
      return size;
    },
    async down(remote, local) {
      const file = await fs.open(local, 'w');
      let bytes = 0;
      let written: Promise<unknown> = Promise.resolve();
      await new Promise<void>((resolve, reject) => {
        listener = ({ type, raw, err }) => {
          if (type === 'SFTP_BINARY') {
            const piece = Buffer.from(raw ?? '', 'base64');
            const at = bytes;
            bytes += piece.length;
            written = written.then(() => file.write(piece, 0, piece.length, at));
          } else if (err !== '') reject(new Error(err));
          else resolve();
        };
        send('download', { path: remote, is_dir: false }, String(++ids));
      });
      await written;
      await file.close();
      return bytes;
    },
  };
}

/** Drawbridge's sessions and transfers, with real files of this computer at their end. */
export async function engineFiles(visitor: PracticeVisitor): Promise<FileClient> {
  const { found } = await linkOf(visitor);
  const sessions = new FileSessions({
    ...{ clock: systemClock, log: silentLog, random: randomBytes },
    limits: () => ({ inAll: 4, idleMs: 3_600_000 }),
    link: async () => ({ ...(await linkOf(visitor)), transport: visitor.transport }),
  });
  const { id, name, address } = found.asset;
  const account = { alias: found.account, name: found.account, username: found.account };
  const target = { siteId: 'site_bench', asset: { id, name, address, type: 'linux' }, account };
  const owner = { kind: 'agent', agentId: 'bench', name: 'bench' } as const;
  const session = sessions.of({ ...target, protocol: 'sftp', connectMethod: 'web_sftp' }, owner);
  // As the bare client: the connection is there before anything is measured.
  await session.connection();
  return {
    async up(local, remote) {
      const source = await LocalSource.open(path.dirname(local), path.basename(local));
      const { size } = await upload(session, source, await session.resolve(remote), { overwrite: true });
      await source.close();
      return size;
    },
    async down(remote, local) {
      const sink = await LocalSink.create(path.dirname(local), path.basename(local), true);
      const size = await download(session, await session.stat(remote), sink, {});
      await sink.finish();
      return size;
    },
  };
}
