/** A file on its way into an incident, with its path below the folder that was dropped. */
export interface Dropped {
	path: string;
	file: File;
}

/** What a drop brings, read at once: the browser forgets the list when the event is over. */
export function entriesOf(transfer: DataTransfer): FileSystemEntry[] {
	return [...transfer.items]
		.filter((item) => item.kind === 'file')
		.map((item) => item.webkitGetAsEntry())
		.filter((entry) => entry !== null);
}

/** All files below `entries`, in the order of their paths. One folder alone gives its name away: it is no part of paths. */
export async function walk(entries: FileSystemEntry[]): Promise<{ name: string; files: Dropped[] }> {
	const only = entries.length === 1 ? entries[0] : undefined;
	const files: Dropped[] = [];
	for (const entry of entries) await collect(entry, only?.isDirectory ? '' : entry.name, files);
	return { name: only?.name ?? '', files: inOrder(files) };
}

async function collect(entry: FileSystemEntry, path: string, into: Dropped[]) {
	if (entry.isFile) {
		const file = await new Promise<File>((resolve, reject) =>
			(entry as FileSystemFileEntry).file(resolve, reject),
		);
		into.push({ path: path || file.name, file });
		return;
	}
	const reader = (entry as FileSystemDirectoryEntry).createReader();
	// A reader gives at most a hundred at a time, and none when there are no more.
	for (;;) {
		const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
			reader.readEntries(resolve, reject),
		);
		if (some.length === 0) return;
		for (const child of some) await collect(child, path ? `${path}/${child.name}` : child.name, into);
	}
}

/** What a file field gives: with `webkitdirectory`, paths begin with the folder that was chosen. */
export function chosen(list: FileList): { name: string; files: Dropped[] } {
	const all = [...list];
	const first = all[0]?.webkitRelativePath.split('/') ?? [];
	const folder = first.length > 1 ? (first[0] ?? '') : '';
	const files = all.map((file) => ({
		path: folder ? file.webkitRelativePath.slice(folder.length + 1) : file.name,
		file,
	}));
	return { name: folder || (all.length === 1 ? (all[0]?.name ?? '') : ''), files: inOrder(files) };
}

/** Files that systems leave behind and that say nothing. */
const LITTER = /(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini|__MACOSX\/.*|\.git\/.*)$/;

function inOrder(files: Dropped[]): Dropped[] {
	return files
		.filter(({ path }) => !LITTER.test(path))
		.sort((left, right) => (left.path < right.path ? -1 : left.path > right.path ? 1 : 0));
}

/** A title from the name of a folder or archive: `2026-11-22_checkout-slow.tar.gz` is `checkout slow`. */
export function titleFrom(name: string): string {
	const bare = name.replace(/\.(zip|tar|tgz|gz|zst|bz2|xz|7z|log|json|jsonl|csv|txt)\b/gi, '');
	const words = bare
		.replace(/\d{4}-?\d{2}-?\d{2}/g, ' ')
		.replace(/[_\-.\s]+/g, ' ')
		.trim();
	return words ? (words[0] ?? '').toUpperCase() + words.slice(1) : '';
}
