//! Places for what computes or calls, and the queue before them. The queue ends: who comes when it is full is told so at
//! once, rather than after a wait that nobody sits through.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::page::Failure;

/// So many at work at once, and so many more who wait for them.
pub(crate) struct Places {
    at_work: Arc<Semaphore>,
    /// Those at work and those who wait.
    inside: Arc<Semaphore>,
}

/// A place; free again when this is dropped. Whoever computes holds it, not whoever asked: a client that leaves does not
/// stop what it began, and must not make room for more beside it.
pub(crate) struct Place {
    _at_work: OwnedSemaphorePermit,
    _inside: OwnedSemaphorePermit,
}

impl Places {
    pub(crate) fn new(at_work: usize, waiting: usize) -> Self {
        Self {
            at_work: Arc::new(Semaphore::new(at_work)),
            inside: Arc::new(Semaphore::new(at_work + waiting)),
        }
    }

    /// A place, once one is free.
    ///
    /// # Errors
    /// `Busy` at once when as many wait as may; `Stopped` when the house is closing.
    pub(crate) async fn enter(&self) -> Result<Place, Failure> {
        let inside = Arc::clone(&self.inside)
            .try_acquire_owned()
            .map_err(|_| madrone_db::Error::Busy)?;
        let at_work = Arc::clone(&self.at_work)
            .acquire_owned()
            .await
            .map_err(|_| madrone_db::Error::Stopped)?;
        Ok(Place {
            _at_work: at_work,
            _inside: inside,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::*;

    /// One look at whether a place is to be had.
    macro_rules! look {
        ($waiting:expr) => {
            $waiting.as_mut().poll(&mut Context::from_waker(Waker::noop()))
        };
    }

    #[test]
    fn who_comes_when_the_queue_is_full_is_told_at_once_and_who_waits_has_a_turn() {
        let places = Places::new(1, 1);
        let (mut first, mut second) = (pin!(places.enter()), pin!(places.enter()));
        let Poll::Ready(Ok(place)) = look!(first) else {
            panic!("a free place was not given")
        };
        assert!(look!(second).is_pending());
        let mut third = pin!(places.enter());
        assert!(matches!(
            look!(third),
            Poll::Ready(Err(Failure::Db(madrone_db::Error::Busy)))
        ));
        drop(place);
        assert!(matches!(look!(second), Poll::Ready(Ok(_))));
    }

    #[test]
    fn a_client_that_stops_waiting_leaves_room_for_another() {
        let places = Places::new(1, 1);
        let mut first = pin!(places.enter());
        let Poll::Ready(Ok(_place)) = look!(first) else {
            panic!("a free place was not given")
        };
        {
            let mut leaves = pin!(places.enter());
            assert!(look!(leaves).is_pending());
        }
        let mut comes = pin!(places.enter());
        assert!(look!(comes).is_pending());
    }
}
