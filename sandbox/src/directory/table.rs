//! Objects by key, cheap to copy as a whole: a copy shares everything until one of the two is written.
//! It is what lets a replica stand at an earlier state; it knows nothing of what it holds.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A table of objects, in the order of their keys.
#[derive(Debug)]
pub struct Table<K, T>(Arc<BTreeMap<K, Arc<T>>>);

impl<K, T> Clone for Table<K, T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<K, T> Default for Table<K, T> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<K: Ord + Clone, T: Clone> Table<K, T> {
    /// The object with this key.
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&T>
    where
        K: Borrow<Q>,
    {
        self.0.get(key).map(Arc::as_ref)
    }

    /// The same, to change it.
    pub fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut T>
    where
        K: Borrow<Q>,
    {
        // Looked up first: a table is not copied for an object that it does not hold.
        if !self.0.contains_key(key) {
            return None;
        }
        Arc::make_mut(&mut self.0).get_mut(key).map(Arc::make_mut)
    }

    /// Adds an object, or replaces the one with this key.
    pub fn insert(&mut self, key: K, object: T) {
        Arc::make_mut(&mut self.0).insert(key, Arc::new(object));
    }

    /// Takes an object out.
    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<T>
    where
        K: Borrow<Q>,
    {
        if !self.0.contains_key(key) {
            return None;
        }
        let removed = Arc::make_mut(&mut self.0).remove(key);
        removed.map(Arc::unwrap_or_clone)
    }

    /// Whether there is an object with this key.
    pub fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.0.contains_key(key)
    }

    /// All objects.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.0.values().map(Arc::as_ref)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Removes the objects that do not fit.
    pub fn retain(&mut self, fits: impl Fn(&T) -> bool) {
        if !self.values().all(&fits) {
            Arc::make_mut(&mut self.0).retain(|_, object| fits(object));
        }
    }
}
