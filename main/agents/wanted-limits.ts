import type { AgentEnvironment } from '../../mcp-bridge/wire.ts';
import type { FileLimits } from '../files/file-sessions.ts';

/** What agents' environments ask of the limits; each port heeds only what is less than the person's own. */
export function wantedLimits(environments: {
  environmentOf(agentId: string): AgentEnvironment;
  list(): readonly { readonly id: string }[];
}) {
  const shortest = (of: (environment: AgentEnvironment) => number | undefined): number | null => {
    const wanted = environments.list().map(({ id }) => of(environments.environmentOf(id)) ?? Number.POSITIVE_INFINITY);
    const least = Math.min(...wanted);
    return Number.isFinite(least) ? least * 1_000 : null;
  };
  return {
    /** With the cap that the person set. */
    terminals: (agentId: string, cap: number | null): number | null => {
      const wanted = environments.environmentOf(agentId).maxTerminalSessions;
      return wanted === undefined ? cap : Math.min(wanted, cap ?? wanted);
    },
    terminalIdleMs: (agentId: string): number | null => {
      const wanted = environments.environmentOf(agentId).terminalIdleTimeoutSeconds;
      return wanted === undefined ? null : wanted * 1_000;
    },
    terminalLookMs: () => shortest(({ terminalReapIntervalSeconds }) => terminalReapIntervalSeconds),
    files: (agentId: string): Partial<FileLimits> => {
      const { maxSftpSessions, sftpIdleTimeoutSeconds } = environments.environmentOf(agentId);
      return {
        ...(maxSftpSessions === undefined ? {} : { inAll: maxSftpSessions }),
        ...(sftpIdleTimeoutSeconds === undefined ? {} : { idleMs: sftpIdleTimeoutSeconds * 1_000 }),
      };
    },
    fileLookMs: () => shortest(({ sftpReapIntervalSeconds }) => sftpReapIntervalSeconds),
  };
}
