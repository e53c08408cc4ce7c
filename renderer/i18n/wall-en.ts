/** Texts of the wall and of the terminal at full size, under `wall`. */
export const wallEn = {
  site: 'Site',
  allSites: 'All sites',
  dismiss: 'Take off the wall',
  dismissNamed: 'Take {{name}} off the wall',
  dismissEnded_one: 'Take {{count}} ended off the wall',
  dismissEnded_other: 'Take {{count}} ended off the wall',
};
