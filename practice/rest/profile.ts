import type { Json } from '../http/json.ts';
import { json } from '../http/reply.ts';
import type { Route } from '../http/route.ts';
import type { Visit } from '../http/visit.ts';
import { DEFAULT_ORG, ROOT_ORG } from '../organisations.ts';
import { stableUuid } from '../stable-uuid.ts';
import type { PracticeUser } from '../users.ts';
import { currentOrganisation } from './current-organisation.ts';
import { notAuthenticated } from './rest-errors.ts';

const FAR_AWAY = '2096/01/01 00:00:00 +0000';

/** Who am I, what may I do, and in which organisation (protocol 5.1 and 4.5). */
export function profileRoutes(): Route[] {
  return [
    {
      path: '/api/v1/users/profile/',
      access: 'signed-in',
      methods: { GET: ({ user }) => (user === undefined ? notAuthenticated() : json(200, profileOf(user))) },
    },
    {
      path: '/api/v1/users/profile/permissions/',
      access: 'signed-in',
      methods: {
        GET: ({ user, site }) => (user === undefined ? notAuthenticated() : json(200, permissionsOf(user, site))),
      },
    },
    {
      path: '/api/v1/orgs/orgs/current/',
      access: 'signed-in',
      methods: { GET: (visit) => json(200, { ...currentOrganisation(visit), internal: true, comment: '' }) },
    },
  ];
}

function profileOf(user: PracticeUser): Json {
  const hasOtp = user.otpSecret !== undefined;
  const role = user.isAdmin ? 'SystemAdmin' : 'User';
  return {
    id: user.id,
    name: user.name,
    username: user.username,
    email: user.email,
    wechat: '',
    phone: null,
    mfa_level: hasOtp ? { value: 1, label: 'Enabled' } : { value: 0, label: 'Disabled' },
    otp_level: hasOtp ? 1 : 0,
    source: { value: 'local', label: 'Database' },
    mfa_enabled: hasOtp,
    mfa_force_enabled: false,
    is_valid: user.isActive,
    is_expired: false,
    is_active: user.isActive,
    is_superuser: user.isAdmin,
    is_org_admin: user.isAdmin,
    is_service_account: false,
    is_otp_secret_key_bound: hasOtp,
    need_update_password: false,
    date_expired: FAR_AWAY,
    date_joined: '2026/01/01 08:00:00 +0000',
    last_login: '2026/01/01 08:00:00 +0000',
    date_password_last_updated: '2026/01/01 08:00:00 +0000',
    groups: [],
    system_roles: [{ id: stableUuid(`role ${role}`), display_name: role }],
    org_roles: [{ id: stableUuid('role OrgUser'), display_name: 'Org User' }],
    orgs_roles: { [DEFAULT_ORG.name]: ['Org User'] },
    labels: [],
    login_blocked: false,
    password_strategy: { value: 'custom', label: 'Set password' },
    avatar_url: '/static/img/avatar/user.png',
    is_first_login: false,
    public_key_comment: '',
    guide_url: '',
    receive_backends: ['site_msg'],
    lang: 'en',
    can_public_key_auth: true,
  };
}

/** A community user's workbench lists root and DEFAULT both (measured live). */
function permissionsOf(user: PracticeUser, { furtherOrganisations }: Visit['site']): Json {
  const orgs = [ROOT_ORG, DEFAULT_ORG, ...furtherOrganisations].map((organisation) => ({ ...organisation }));
  return {
    id: user.id,
    username: user.username,
    pam_orgs: [],
    console_orgs: user.isAdmin ? orgs : [],
    audit_orgs: user.isAdmin ? orgs : [],
    workbench_orgs: orgs,
    perms: user.isAdmin
      ? ['*.*']
      : [
          'authentication.add_connectiontoken',
          'authentication.view_connectiontoken',
          'authentication.expire_connectiontoken',
          'perms.view_myassets',
          'terminal.view_mysession',
          'tickets.view_ticket',
        ],
  };
}
