/** Where to go after signing in: a place of ours, never another site, however it is written. */
export function returnTo(wanted: string | undefined): string {
  if (wanted === undefined || wanted.length > 500) return '/';
  // What browsers take for a slash, or strip, must not make a host of what follows.
  if (!/^\/(?![/\\])[^\\\p{Cc}\s]*$/u.test(wanted)) return '/';
  const base = 'http://here.invalid';
  const url = URL.parse(wanted, base);
  return url?.origin === base ? `${url.pathname}${url.search}${url.hash}` : '/';
}
