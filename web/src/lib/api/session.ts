import { api } from './api';
import type { Invitation, Items, Person, Role, Session, Token } from './types';

export const sessions = {
	now: () => api.get<Session>('/session'),
	logIn: (email: string, password: string) => api.post('/session', { email, password }),
	logOut: () => api.delete('/session'),
	accept: (key: string, name: string, email: string, password: string) =>
		api.post('/invitations/accept', { key, name, email, password }),
};

export const people = {
	list: () => api.get<Items<Person>>('/people').then((page) => page.items),
	change: (id: string, change: { name?: string; role?: Role; disabled?: boolean }) =>
		api.patch(`/people/${id}`, change),
	changeMe: (change: { name?: string; password?: string; old_password?: string }) =>
		api.patch('/people/me', change),
};

export const invitations = {
	list: () => api.get<Items<Invitation>>('/invitations').then((page) => page.items),
	create: (role: Role, email?: string) => api.post<{ url: string }>('/invitations', { role, email }),
	remove: (id: string) => api.delete(`/invitations/${id}`),
};

export const tokens = {
	list: () => api.get<Items<Token>>('/tokens').then((page) => page.items),
	create: (token: { name: string; scopes: string[]; expires?: string }) =>
		api.post<{ token: string }>('/tokens', token),
	remove: (id: string) => api.delete(`/tokens/${id}`),
};
