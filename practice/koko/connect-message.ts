import type { Asset } from '../assets/asset.ts';
import type { Json } from '../http/json.ts';
import type { SiteSettings } from '../options.ts';
import { DEFAULT_ORG } from '../organisations.ts';
import { ANNOUNCEMENT, interfaceOf } from '../rest/site-settings.ts';
import { dashedDate, goDate } from '../site-time.ts';
import type { PracticeUser } from '../users.ts';
import { displayName } from '../users.ts';
import type { ConnectionToken } from './connection-tokens.ts';
import type { TerminalRecord } from './terminal-registry.ts';
import type { Language } from './texts.ts';

/** `data` of CONNECT (protocol 7.5.1, with the keys as measured live). */
export function connectData(user: PracticeUser, asset: Asset, settings: SiteSettings): string {
  const setting: Json = {
    INTERFACE: interfaceOf(settings),
    SECURITY_WATERMARK_ENABLED: true,
    SECURITY_SESSION_SHARE: true,
    ANNOUNCEMENT_ENABLED: false,
    ANNOUNCEMENT,
    XPACK_ENABLED: false,
    XPACK_LICENSE_IS_VALID: false,
  };
  return JSON.stringify({
    user: {
      id: user.id,
      name: user.name,
      username: user.username,
      email: user.email,
      role: '',
      is_valid: user.isActive,
      is_active: user.isActive,
      otp_level: user.otpSecret === undefined ? 0 : 1,
      lang: 'en',
      has_public_keys: false,
      is_service_account: false,
    },
    setting,
    asset: {
      id: asset.id,
      address: asset.address,
      name: asset.name,
      org_id: DEFAULT_ORG.id,
      protocols: asset.protocols.map((protocol, index) => ({ id: index + 1, ...protocol })),
      spec_info: {},
      secret_info: {},
      platform: { id: asset.platform.id, name: asset.platform.name },
      domain: null,
      comment: asset.comment,
      org_name: DEFAULT_ORG.name,
      is_active: asset.isActive,
    },
  });
}

/** `data` of TERMINAL_SESSION (protocol 7.5.2). */
export function sessionData(
  record: TerminalRecord,
  token: ConnectionToken,
  language: Language,
  { actions }: SiteSettings,
): string {
  return JSON.stringify({
    session: {
      id: record.id,
      user: record.user,
      asset: record.asset,
      account: record.account,
      login_from: 'WT',
      remote_addr: record.remoteAddr,
      protocol: token.protocol,
      date_start: dashedDate(record.startedAt),
      org_id: DEFAULT_ORG.id,
      user_id: record.userId,
      asset_id: record.assetId,
      account_id: record.accountId,
      type: 'normal',
      token_id: token.id,
      lang_code: language,
    },
    permission: { actions: [...actions] },
    backspaceAsCtrlH: token.options['backspaceAsCtrlH'] === true ? true : undefined,
    ctrlCAsCtrlZ: false,
    themeName: 'Default',
  });
}

/** `data` of TERMINAL_SHARE_JOIN for the owner himself. */
export function joinData(user: PracticeUser, connectionId: string, record: TerminalRecord): string {
  return JSON.stringify({
    user_id: user.id,
    user: displayName(user),
    created: goDate(new Date()),
    remote_addr: record.remoteAddr,
    terminal_id: connectionId,
    primary: true,
    writable: true,
  });
}
