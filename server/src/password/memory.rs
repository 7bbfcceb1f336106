use std::collections::TryReserveError;

use argon2::Block;

/// One thread's memory for argon2, used again from hash to hash: fresh memory costs a page fault
/// for each 4 KiB of each hash.
///
/// What a hash leaves in it is not wiped. It is overwritten by the next, and whoever reads this
/// process's memory has the passwords as they come in.
pub(super) struct Memory {
    blocks: Vec<Block>,
    kept: usize,
}

impl Memory {
    /// Keeps up to `kept` blocks of 1 KiB; takes them when they are first needed.
    pub(super) const fn new(kept: usize) -> Self {
        Self { blocks: Vec::new(), kept }
    }

    /// That many blocks, whatever is in them.
    pub(super) fn blocks(&mut self, count: usize) -> Result<&mut [Block], TryReserveError> {
        if let Some(missing) = count.checked_sub(self.blocks.len()) {
            self.blocks.try_reserve_exact(missing)?;
            self.blocks.resize(count, Block::new());
        }
        Ok(&mut self.blocks[..count])
    }

    /// Gives back what is beyond its own: an imported hash may have needed far more.
    pub(super) fn settle(&mut self) {
        self.blocks.truncate(self.kept);
        self.blocks.shrink_to(self.kept);
    }

    /// Blocks that were needed so far.
    #[cfg(test)]
    pub(super) fn taken(&self) -> usize {
        self.blocks.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_grows_for_one_hash_and_goes_back() {
        let mut memory = Memory::new(8);
        assert_eq!(memory.blocks(100).unwrap().len(), 100);
        memory.settle();
        assert_eq!((memory.blocks.len(), memory.blocks.capacity()), (8, 8));
        assert_eq!(memory.blocks(4).unwrap().len(), 4);
        assert_eq!(memory.blocks.len(), 8);
    }
}
