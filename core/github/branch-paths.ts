/**
 * Where GitHub has a branch, as a ref and as a branch; undefined for what git does not take as a branch's name and would
 * lead elsewhere as a path. Slashes stay, everything else that means something in an address is encoded.
 */
export function branchPaths(branch: string): { readonly ref: string; readonly branch: string } | undefined {
  const parts = branch.split('/')
  if (parts.some((part) => part === '' || part === '.' || part === '..')) return undefined
  const path = parts.map(encodeURIComponent).join('/')
  return { ref: `/git/ref/heads/${path}`, branch: `/branches/${path}` }
}
