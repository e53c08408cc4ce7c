import type { Json } from '../http/json.ts';
import type { TerminalRecord } from '../koko/terminal-registry.ts';
import { DEFAULT_ORG } from '../organisations.ts';
import { restDate } from '../site-time.ts';

/** One terminal session as the audit side shows it (protocol 8.1). */
export function sessionRow(record: TerminalRecord): Json {
  const end = record.endedAt ?? new Date();
  return {
    id: record.id,
    user: record.user,
    asset: record.asset,
    user_id: record.userId,
    asset_id: record.assetId,
    account: record.account,
    account_id: record.accountId,
    protocol: record.protocol,
    type: { value: 'normal', label: 'Normal' },
    login_from: { value: 'WT', label: 'Web Terminal' },
    remote_addr: record.remoteAddr,
    comment: null,
    command_amount: record.commands,
    is_success: true,
    is_finished: record.endedAt !== undefined,
    has_replay: false,
    has_command: record.commands > 0,
    can_replay: false,
    can_join: record.endedAt === undefined,
    can_terminate: record.endedAt === undefined,
    is_locked: record.isLocked,
    // Empty even after an admin kill (measured live).
    error_reason: { value: '', label: '' },
    replay_size: 0,
    date_start: restDate(record.startedAt),
    date_end: record.endedAt === undefined ? null : restDate(record.endedAt),
    duration: Math.round((end.getTime() - record.startedAt.getTime()) / 1000),
    org_id: DEFAULT_ORG.id,
  };
}
