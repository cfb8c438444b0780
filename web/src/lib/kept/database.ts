/**
 * Deletes a database of this browser. It is emptied first: another page that has it open would hold the deletion up for
 * as long as it stays open.
 */
export async function emptied(name: string): Promise<void> {
	const database = await done(indexedDB.open(name));
	const stores = [...database.objectStoreNames];
	if (stores.length > 0) {
		const transaction = database.transaction(stores, 'readwrite');
		await Promise.all(stores.map((store) => done(transaction.objectStore(store).clear())));
	}
	database.close();
	indexedDB.deleteDatabase(name);
}

function done<T>(request: IDBRequest<T>): Promise<T> {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error ?? new Error('This browser keeps nothing.'));
	});
}
