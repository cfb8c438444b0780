//! An event as named values: the leaves of its tree, in order.

/// Elements within elements; deeper ones belong to no schema of events.
const DEEPEST: usize = 32;

/// Bytes of names and values of one event. A chunk of a file has 64 KiB, but a damaged one may repeat them.
const LARGEST: usize = 256 << 10;

/// A leaf or an attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    /// Names of the elements from the root's children down, joined by `/`; an attribute behind `@`.
    pub(super) path: String,
    /// What the element's attribute `Name` says.
    pub(super) name: Option<String>,
    /// Its text.
    pub(super) value: String,
}

/// The fields of an event while it is read.
#[derive(Debug, Default)]
pub(super) struct Fields {
    path: String,
    open: Vec<Open>,
    found: Vec<Field>,
    bytes: usize,
}

#[derive(Debug)]
struct Open {
    /// Length of the path without this element.
    outside: usize,
    name: Option<String>,
    text: String,
    is_leaf: bool,
}

impl Fields {
    /// An element begins.
    pub(super) fn open(&mut self, name: &str) {
        if let Some(parent) = self.open.last_mut() {
            parent.is_leaf = false;
        }
        let outside = self.path.len();
        // The root's own name says nothing.
        if !self.open.is_empty() && self.open.len() < DEEPEST && self.take(name.len()) {
            if !self.path.is_empty() {
                self.path.push('/');
            }
            self.path.push_str(name);
        }
        self.open.push(Open { outside, name: None, text: String::new(), is_leaf: true });
    }

    /// An attribute of the element that began last.
    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        let Some(open) = self.open.last_mut() else { return };
        if name == "Name" && self.path.ends_with("Data") {
            open.name = Some(value.to_owned());
        } else if !name.starts_with("xmlns") && !value.is_empty() && self.take(self.path.len() + value.len())
        {
            let path = format!("{}@{name}", self.path);
            self.found.push(Field { path, name: None, value: value.to_owned() });
        }
    }

    /// Text of the element that began last.
    pub(super) fn text(&mut self, text: &str) {
        if self.take(text.len())
            && let Some(open) = self.open.last_mut()
        {
            open.text.push_str(text);
        }
    }

    /// The element's text so far is one value, and another follows.
    pub(super) fn next_value(&mut self) {
        self.leaf();
    }

    /// The element that began last ends.
    pub(super) fn close(&mut self) {
        if self.open.last().is_some_and(|open| open.is_leaf) {
            self.leaf();
        }
        if let Some(open) = self.open.pop() {
            self.path.truncate(open.outside);
        }
    }

    /// All fields, of elements left open too.
    pub(super) fn finish(mut self) -> Vec<Field> {
        while !self.open.is_empty() {
            self.close();
        }
        self.found
    }

    fn leaf(&mut self) {
        let Some(open) = self.open.last_mut() else { return };
        let value = std::mem::take(&mut open.text);
        let name = open.name.clone();
        let value = if value.trim().len() == value.len() { value } else { value.trim().to_owned() };
        if (name.is_some() || !value.is_empty()) && self.take(self.path.len()) {
            self.found.push(Field { path: self.path.clone(), name, value });
        }
    }

    fn take(&mut self, bytes: usize) -> bool {
        self.bytes = self.bytes.saturating_add(bytes);
        self.bytes <= LARGEST
    }
}
