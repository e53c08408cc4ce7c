/** Every code a boundary (MCP result, CLI, window) can show. A closed union: a new code is added here first. */
export const errorCodes = [
  'unknown-site',
  'no-site',
  'ask-person-to-add-site',
  'site-known',
  'not-a-jumpserver',
  'insecure-url',
  'certificate-not-trusted',
  'site-unreachable',
  'site-error',
  'throttled',
  'sign-in-required',
  'sign-in-dismissed',
  'sign-in-failed',
  'sign-in-open',
  'permission-denied',
  'csrf-refused',
  'confirmation-required',
  'no-display',
  'asset-not-found',
  'asset-ambiguous',
  'account-not-found',
  'account-ambiguous',
  'no-web-terminal',
  'token-refused',
  'terminal-not-found',
  'terminal-failed',
  'terminal-busy',
  'terminal-limit',
  'terminal-queued',
  'terminal-closed',
  'terminal-paused',
  'paused-by-person',
  'command-not-typeable',
  'write-not-allowed',
  'nothing-to-interrupt',
  'no-file-access',
  'file-session-not-found',
  'file-session-closed',
  'file-session-limit',
  'file-not-found',
  'file-exists',
  'file-refused',
  'file-failed',
  'file-incomplete',
  'folder-not-granted',
  'transfer-running',
  'bridge-raised',
  'paused-by-person',
  'agent-limit-reached',
  'pending-approval',
  'refused-by-policy',
  'declined-by-person',
  'approval-timed-out',
  'could-not-ask',
  'app-quit-by-person',
  'app-not-running',
  'app-restarted',
  'protocol-error',
  'too-many-agents',
  'cancelled',
  'timed-out',
  'bad-argument',
  'vault-unavailable',
  'journal-unavailable',
  'recording-not-found',
  'recording-live',
  'recording-unreadable',
  'test-runtime-refused',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** Who has to act so that the same request can succeed. */
export type Actor = 'agent' | 'person' | 'admin';

export interface DrawbridgeErrorFields {
  readonly code: ErrorCode;
  /** What happened, in one sentence, with no secrets in it. */
  readonly message: string;
  /** What to do next, in the imperative. */
  readonly nextStep: string;
  readonly actor: Actor;
  readonly cause?: unknown;
  /** Choices for an ambiguous reference, one line each. */
  readonly candidates?: readonly string[];
}

/** The one error class that crosses module and process boundaries; everything else is a defect. */
export class DrawbridgeError extends Error {
  readonly code: ErrorCode;
  readonly nextStep: string;
  readonly actor: Actor;
  readonly candidates: readonly string[];

  constructor(fields: DrawbridgeErrorFields) {
    super(fields.message, fields.cause === undefined ? undefined : { cause: fields.cause });
    this.name = 'DrawbridgeError';
    this.code = fields.code;
    this.nextStep = fields.nextStep;
    this.actor = fields.actor;
    this.candidates = fields.candidates ?? [];
  }
}

/** Any thrown value as a DrawbridgeError: `internal` where nothing better is known. */
export function toDrawbridgeError(error: unknown): DrawbridgeError {
  if (error instanceof DrawbridgeError) return error;
  return new DrawbridgeError({
    code: 'internal',
    message: 'Drawbridge met a fault of its own.',
    nextStep: 'Try once more; if it happens again, open the log folder from the window and report it.',
    actor: 'person',
    cause: error,
  });
}
