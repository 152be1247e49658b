namespace OciFs.Fuse;

/// <summary>The answer to <see cref="FuseFileSystem.GetAttributes"/>.</summary>
/// <param name="Attributes">The attributes.</param>
/// <param name="Validity">How long the kernel may keep them.</param>
public readonly record struct AttributesReply(Attributes Attributes, Validity Validity);
