//! Microsoft's two admin portals (Azure portal, Microsoft Entra admin center) in all clouds: what the address of an open one tells,
//! and the addresses of their pages about what a run made. It knows addresses only, and nothing of tabs and windows.

mod page;
mod tab;

pub use page::{Page, pages};
pub use tab::PortalTab;
