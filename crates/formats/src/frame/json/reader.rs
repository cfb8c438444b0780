use postlude_evidence::Sink;

use super::{Element, Elements};
use crate::{Block, Carry, Order, Reader};

/// A JSON format: which elements it has and what each says.
///
/// What `decode` needs to know beyond the element (zone, time of the file, roles of keys) it captures when the
/// format is recognised.
pub struct JsonReader<D> {
    elements: Elements,
    decode: D,
}

impl<D: Fn(&Element<'_>, &mut dyn Sink) + Send + Sync + 'static> JsonReader<D> {
    /// A reader that hands each element to `decode`.
    pub fn boxed(elements: Elements, decode: D) -> Box<dyn Reader> {
        Box::new(Self { elements, decode })
    }
}

impl<D: Fn(&Element<'_>, &mut dyn Sink) + Send + Sync> Reader for JsonReader<D> {
    fn order(&self) -> Order {
        Order::Any
    }

    fn cut(&self, block: &Block<'_>) -> usize {
        self.elements.cut(block)
    }

    fn read(&self, block: &Block<'_>, _: &mut Carry, sink: &mut dyn Sink) {
        self.elements.read(block, sink, &mut |element, sink| (self.decode)(element, sink));
    }
}
