import { BrowserWindow, dialog } from 'electron';

/** The system's own dialog for one file, hidden ones among them; undefined where the person thought better of it. */
export async function askWhichFile(near: string): Promise<string | undefined> {
  const options: Electron.OpenDialogOptions = { defaultPath: near, properties: ['openFile', 'showHiddenFiles'] };
  const parent = BrowserWindow.getFocusedWindow();
  const { canceled, filePaths } = await (parent
    ? dialog.showOpenDialog(parent, options)
    : dialog.showOpenDialog(options));
  return canceled ? undefined : filePaths[0];
}
