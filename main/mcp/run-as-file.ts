import { createHash } from 'node:crypto';
import { badPath } from '../files/file-errors.ts';
import type { FileSession } from '../files/file-session.ts';
import { joinPath } from '../files/remote-path.ts';
import type { SitePort } from '../sites/sites-port.ts';
import type { CommandRequest, CommandResult } from './command-request.ts';
import { fileTarget, wantedAct } from './file-call.ts';
import { PATIENCE_MS } from './patience.ts';
import { withSession } from './site-access.ts';
import type { ToolCall } from './tool.ts';

/** What fits a question that a person reads, and one frame. */
const MOST_BYTES = 200_000;
/** Interpreters that a first line may name: plain paths and options, nothing that a shell would read otherwise. */
const HASH_BANG = /^#! ?(\/[\w./-]+(?: [\w./-]+)?)\s*$/;

/**
 * Runs a script that is too long to be typed: it goes to a temporary file in the account's home, runs once and is removed.
 * JumpServer's rules do not see what is in a file, so the person reads it and is asked, always. Throws what the guard, file
 * sessions and terminals throw.
 */
export async function runAsFile(call: ToolCall, site: SitePort, request: CommandRequest): Promise<CommandResult> {
  const { command, asset, account, patienceMs, fresh, onWaiting } = request;
  const content = command.endsWith('\n') ? command : `${command}\n`;
  const bytes = Buffer.from(content);
  if (bytes.length > MOST_BYTES || content.includes('\0'))
    throw badPath(
      `A script has at most ${MOST_BYTES} bytes, and no NUL.`,
      'Upload it with jms_sftp_change, and run that file.',
    );
  const owner = call.agent.owner();
  return withSession(call, site, 'run a script', async () => {
    const target = await call.targets.target(site, request, call.signal);
    const session = call.files.sessions.of(await fileTarget(call, { site: site.id, asset, account }), owner);
    return session.use(async () => {
      // The same script has the same name, so that the call that comes back means the question that stands.
      const name = `.drawbridge-${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}.sh`;
      const path = joinPath(await session.home(call.signal), name);
      const wanted = wantedAct(call, session, { kind: 'script', path, content }, request.reason);
      const wait = { signal: call.signal, patienceMs: Math.max(PATIENCE_MS, patienceMs) };
      const permission = await call.files.acts.allow(wanted, wait);
      return call.files.acts.perform(wanted, permission, async () => {
        await (await session.connection(call.signal)).uploadWhole(path, bytes, call.signal);
        try {
          const ask = {
            owner,
            command: typedLine(content, path, name),
            patienceMs,
            signal: call.signal,
            fresh,
            onWaiting,
          };
          const run = await call.terminals.runOn(target, ask);
          // What still runs removes its file itself, at its end.
          if (run.durationMs !== null) await removeLeft(session, path);
          return { run, target };
        } catch (error) {
          await removeLeft(session, path);
          throw error;
        }
      });
    });
  });
}

/**
 * One line that every shell takes. The file manager may call the home otherwise than the shell does (its root can be set),
 * so the file is looked for where it can be; it goes when the script ends, however it ends.
 */
function typedLine(content: string, path: string, name: string): string {
  const [first = ''] = content.split('\n', 1);
  const named = HASH_BANG.exec(first)?.[1];
  const run = named === undefined ? 'if command -v bash >/dev/null; then bash "$f"; else sh "$f"; fi' : `${named} "$f"`;
  const shown = path.replaceAll("'", `'\\''`);
  return `sh -c 'for f; do [ -f "$f" ] && break; done; trap "rm -f \\"$f\\"" 0; trap "exit 130" 1 2 15; ${run}' sh '${shown}' ~/${name} /tmp/${name}`;
}

/** Where the script could not begin, nothing removed it. */
async function removeLeft(session: FileSession, path: string): Promise<void> {
  const left = await session.find(path).catch(() => undefined);
  if (left !== undefined) await session.remove(left).catch(() => {});
}
