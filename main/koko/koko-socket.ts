import type { SiteSocket, SocketTransport } from './socket-transport.ts';
import { upgradeFailure } from './upgrade-failure.ts';

interface KokoSocketRequest {
  readonly kokoUrl: string;
  readonly tokenId: string;
  /** What the connection is called where it fails. */
  readonly what: 'terminal' | 'file';
  readonly signal?: AbortSignal | undefined;
}

/** Upgrades to KoKo's protocol (protocol §7.2). Throws what `upgradeFailure` makes of a refusal, and the signal's reason. */
export async function kokoSocket(
  transport: SocketTransport,
  { kokoUrl, tokenId, what, signal }: KokoSocketRequest,
): Promise<SiteSocket> {
  try {
    return await transport.connectSocket({
      url: `${kokoUrl}?token=${encodeURIComponent(tokenId)}`,
      protocols: ['JMS-KOKO'],
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    throw upgradeFailure(error, what);
  }
}
