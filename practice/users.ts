import { createHash } from 'node:crypto';
import type { Passkey } from './login/passkey/passkeys.ts';
import { plainRules, type SignInRules } from './login/sign-in-rules.ts';
import { stableUuid } from './stable-uuid.ts';

export interface PracticeUser {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly email: string;
  password: string;
  /** Base32; a user who has one must give a code after the password. */
  otpSecret?: string;
  readonly isAdmin: boolean;
  isActive: boolean;
  /** What this person meets on the way in, besides the OTP. */
  readonly rules: SignInRules;
  readonly passkeys: Passkey[];
}

/** What a session remembers of the password: once it differs, the session is void (protocol 3.5). */
export function passwordHash(user: PracticeUser): string {
  return createHash('sha256').update(`${user.id} ${user.password}`).digest('base64');
}

/** `Alice(alice)`, as JumpServer prints a person everywhere. */
export function displayName(user: PracticeUser): string {
  return `${user.name}(${user.username})`;
}

/** The people of the practice site. Their passwords are practice values and stand on the login page. */
export function practiceUsers(): PracticeUser[] {
  const person = (username: string, name: string, rest: { otpSecret?: string; isAdmin?: boolean } = {}) => ({
    id: stableUuid(`user ${username}`),
    username,
    name,
    email: `${username}@practice.test`,
    password: `practice-${username}`,
    isAdmin: rest.isAdmin ?? false,
    isActive: true,
    rules: plainRules(),
    passkeys: [],
    ...(rest.otpSecret === undefined ? {} : { otpSecret: rest.otpSecret }),
  });
  return [
    person('alice', 'Alice'),
    person('bob', 'Bob', { otpSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' }),
    person('admin', 'Administrator', { isAdmin: true }),
  ];
}
