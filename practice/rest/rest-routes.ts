import { accessKeyRoutes } from '../access-keys/access-key-routes.ts';
import { confirmationRoutes } from '../access-keys/confirmation.ts';
import type { Route } from '../http/route.ts';
import { adminRoutes } from './admin-tasks.ts';
import { ticketRoutes } from './command-tickets.ts';
import { connectionTokenRoutes } from './connection-token-api.ts';
import { favoriteRoutes } from './favorite-assets.ts';
import { permittedAssetRoutes } from './permitted-assets.ts';
import { profileRoutes } from './profile.ts';
import { settingsRoutes } from './site-settings.ts';
import { terminalRoutes } from './terminal-api.ts';
import { userSessionRoutes } from './user-session.ts';

/** The REST interface under `/api/` (protocol 9.2, as far as the practice site goes). */
export function restRoutes(): Route[] {
  return [
    ...settingsRoutes(),
    ...profileRoutes(),
    ...userSessionRoutes(),
    ...permittedAssetRoutes(),
    ...favoriteRoutes(),
    ...terminalRoutes(),
    ...connectionTokenRoutes(),
    ...ticketRoutes(),
    ...adminRoutes(),
    ...accessKeyRoutes(),
    ...confirmationRoutes(),
  ];
}
