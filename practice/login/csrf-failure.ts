/** Where a form whose CSRF test failed is sent: a 302, never a 403 (protocol 1.4). */
export const CSRF_FAILURE = '/core/auth/login/?csrf_failure=1&admin=1';
