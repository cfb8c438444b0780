// The page is drawn in the browser only: the program ships it as files, and all data is behind the API.
export const ssr = false;
export const prerender = false;
export const trailingSlash = 'never';
