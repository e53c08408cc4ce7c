import type { Recordings } from '../journal/recordings/recordings.ts';
import type { Notices } from './notices.ts';

interface RecordingNoticePorts {
  readonly recordings: Pick<Recordings, 'on' | 'state'>;
  readonly notices: Pick<Notices, 'add'>;
}

/** Tells the person once when terminals cannot be recorded any more, and again only after it went well. Returns how to stop. */
export function tellOfRecordingFailure({ recordings, notices }: RecordingNoticePorts): () => void {
  let told = false;
  const look = () => {
    const { state } = recordings;
    if (state.kind !== 'failed') told = false;
    else if (!told) {
      told = true;
      notices.add('error', {
        en: `Terminals are not recorded: ${state.message}. Make room on the disk, or mend the folder's rights; terminals that are opened then are recorded again.`,
        'zh-CN': `终端没有被录制：${state.message}。请腾出磁盘空间或检查文件夹权限；之后打开的终端会重新录制。`,
      });
    }
  };
  look();
  return recordings.on('did-change', look);
}
