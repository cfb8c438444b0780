// Runs before anything is drawn, so that a dark page never flashes white. A file of its own: the content security
// policy allows no script inside the page.
(function () {
	var choice = null;
	try {
		choice = localStorage.getItem('postlude.theme');
	} catch {
		// Storage may be forbidden; then the system decides.
	}
	if (choice === 'light' || choice === 'dark') document.documentElement.dataset.theme = choice;
})();
