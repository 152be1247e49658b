namespace OciFs.Fuse;

/// <summary>The number of a device file.</summary>
/// <param name="Major">The driver, 12 bits.</param>
/// <param name="Minor">The device, 20 bits.</param>
public readonly record struct DeviceNumber(uint Major, uint Minor)
{
    /// <summary>The form of the wire: <c>new_encode_dev</c> of <c>include/linux/kdev_t.h</c>.</summary>
    /// <returns>Bits 0–7 and 20–31 hold the minor, bits 8–19 the major number; what does not fit is lost.</returns>
    public uint Encode() => (Minor & 0xff) | ((Major & 0xfff) << 8) | ((Minor & ~0xffu) << 12);
}
