/** Why a command is not simply let through. The window and the command line have words for each code. */
export type RiskCode =
  | 'destructive'
  | 'privileged'
  | 'service-control'
  | 'package'
  | 'network'
  | 'data-store'
  | 'user-management'
  | 'remote-code'
  | 'other-host'
  | 'writes-files'
  | 'secrets'
  | 'interpreter'
  /** Nothing says what it does. */
  | 'unknown-command'
  /** An option or an argument with which a reading command may do more than read. */
  | 'unknown-option'
  | 'expansion'
  | 'construct'
  | 'hidden-characters'
  | 'unreadable'
  | 'no-shell'
  | 'input'
  /** A terminal emulator in which anything is typed, key by key. */
  | 'raw-terminal'
  /** One of the person's own rules. */
  | 'own-rule'
  /** Here everything asks. */
  | 'ask-always';

export interface Finding {
  readonly code: RiskCode;
  /** The part of the command that it is about, as it stands there; '' for all of it. */
  readonly detail: string;
}
