/**
 * Where GitHub has a branch; undefined for what git does not take as a branch's name and would lead elsewhere as a path.
 * Slashes stay, everything else that means something in an address is encoded.
 */
export function refPath(branch: string): string | undefined {
  const parts = branch.split('/')
  if (parts.some((part) => part === '' || part === '.' || part === '..')) return undefined
  return `/git/ref/heads/${parts.map(encodeURIComponent).join('/')}`
}
