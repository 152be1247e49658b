namespace OciFs.Host.Tests;

/// <summary>Monitoring may ask for years.</summary>
[Collection(nameof(RunsAlone))]
public sealed class StatusGrowthTests
{
    [Fact]
    public void NothingGrowsHoweverOftenItIsRead()
    {
        using var image = new MountedImage(isRootfs: false, MountStatusTests.Layer());
        var file = Path.Combine(image.Mountpoint, ".ocifs/status.json");
        Read(1000, 500);
        var (memory, resident, descriptors) = Now();
        Read(16_000, 4000);
        var (memoryThen, residentThen, descriptorsThen) = Now();

        // A document that stayed would be 2 KiB each at the least.
        Assert.InRange(memoryThen - memory, long.MinValue, 4 << 20);
        Assert.InRange(residentThen - resident, long.MinValue, 64 << 20);
        Assert.InRange(descriptorsThen - descriptors, int.MinValue, 10);

        void Read(int attributes, int files)
        {
            var value = new byte[1 << 16];
            for (var i = 0; i < attributes; i++)
                Assert.InRange(Attributes.Get(image.Mountpoint, "user.ocifs.status", value), 1, value.Length);
            for (var i = 0; i < files; i++)
                Assert.NotEmpty(File.ReadAllBytes(file));
        }

        (long, long, int) Now()
        {
            var managed = GC.GetTotalMemory(forceFullCollection: true);
            return (managed, (long)image.Status["memory"]!["resident"]!, (int)image.Status["descriptors"]!);
        }
    }
}
