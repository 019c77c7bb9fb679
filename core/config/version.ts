/** Told by `deploy:version`, in the User-Agent and in descriptions. A test keeps it equal to package.json. */
export const version = '0.1.0'
