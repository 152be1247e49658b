namespace OciFs.Fuse.Wire;

/// <summary>The members of <c>enum fuse_notify_code</c> that are sent; each stands in <c>fuse_out_header.error</c>.</summary>
internal enum FuseNotifyCode
{
    FUSE_NOTIFY_INVAL_INODE = 2,
    FUSE_NOTIFY_INVAL_ENTRY = 3,
    FUSE_NOTIFY_STORE = 4,
    FUSE_NOTIFY_DELETE = 6,
}
