import { randomUUID } from 'node:crypto';
import type { Account, Asset } from '../assets/asset.ts';
import { displayName, type PracticeUser } from '../users.ts';
import type { ConnectionToken } from './connection-tokens.ts';
import type { TerminalRecord } from './terminal-registry.ts';

/** The audit record of a terminal that starts now. */
export function newTerminalRecord(parts: {
  user: PracticeUser;
  asset: Asset;
  account: Account;
  token: ConnectionToken;
  /** Of the account, or typed by the person for `@INPUT`. */
  username: string;
}): TerminalRecord {
  const { user, asset, account, token, username } = parts;
  return {
    id: randomUUID(),
    user: displayName(user),
    userId: user.id,
    asset: `${asset.name}(${asset.address})`,
    assetId: asset.id,
    account: `${account.name}(${username})`,
    accountId: account.alias,
    protocol: token.protocol,
    remoteAddr: token.remoteAddr,
    startedAt: new Date(),
    endedAt: undefined,
    isLocked: false,
    commands: 0,
  };
}
