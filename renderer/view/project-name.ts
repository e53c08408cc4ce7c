/** The last part of a project folder, as a person calls the project. */
export function projectName(folder: string): string {
  return folder.split(/[\\/]/).findLast((part) => part !== '') ?? folder;
}
