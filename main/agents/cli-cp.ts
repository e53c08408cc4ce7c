import type { CliRequest } from '../../mcp-bridge/wire.ts';
import { splitPath } from '../files/remote-path.ts';
import { withFiles } from '../mcp/file-call.ts';
import { downloadFile, uploadFile } from '../mcp/file-changes.ts';
import type { ToolCall } from '../mcp/tool.ts';
import type { Reply } from './cli-requests.ts';

/** `cp` waits as long as it takes, and as long as a question stands. */
const NO_LIMIT_SECONDS = 24 * 3_600;

/** Copies one file as an agent's transfer would, guard and granted folders included: the working directory is the project folder. */
export async function copyFile(
  request: Extract<CliRequest, { verb: 'cp' }>,
  call: ToolCall,
  reply: Reply,
): Promise<void> {
  const { direction, site, asset, account, path, local, overwrite } = request;
  const heard: ToolCall = { ...call, progress: (_done, _total, text) => void reply({ type: 'progress', text }) };
  const result = await withFiles(heard, { site, asset, account }, 'copy a file', (session) => {
    const asked = { call: heard, session, reason: '', seconds: NO_LIMIT_SECONDS };
    return direction === 'up'
      ? uploadFile(asked, { path: intoFolder(path, local), local, overwrite })
      : downloadFile(asked, { path, local: intoFolder(local, path), overwrite });
  });
  const text = result.content.map((part) => part.text).join('\n');
  await reply({ type: 'result', text, data: result.structuredContent ?? {}, exitCode: 0 });
}

/** As cp: `.` and what ends with a slash is a folder to put it into, under its name. */
function intoFolder(to: string, from: string): string {
  if (to !== '' && to !== '.' && !to.endsWith('/')) return to;
  const name = splitPath(`/${from.replaceAll('\\', '/')}`)?.name ?? '';
  return to === '' || to === '.' ? name : `${to}${name}`;
}
