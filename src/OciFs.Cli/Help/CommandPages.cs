namespace OciFs.Cli.Help;

/// <summary>Examples of all commands, by name. Each command has a page here; tests look.</summary>
internal static class CommandPages
{
    private static readonly Dictionary<string, CommandPage> All = new(StringComparer.Ordinal)
    {
        ["mount"] = Page(
            ("ocifs mount ./layout /mnt", "Show all images of a layout below /mnt/images"),
            ("ocifs mount containers-storage: /mnt", "Show Podman's images"),
            ("ocifs mount --rootfs ./saved.tar:alpine /mnt", "Show the files of one image at /mnt itself"),
            ("ocifs umount /mnt", "End that")),
        ["umount"] = Page(
            ("ocifs umount /mnt", "Unmount what is mounted at /mnt"),
            ("ocifs umount --lazy /mnt", "The same while somebody still reads there")),
        ["mounts"] = Page(
            ("ocifs mounts", "List what is mounted"),
            ("ocifs mounts --json", "The same for programs")),
        ["images"] = Page(
            ("ocifs images containers-storage:", "List Podman's images"),
            ("ocifs images --tree ./layout", "Show which images were made upon which"),
            ("ocifs images docker-store: --filter dangling=true --json", "Images without a name, for programs")),
        ["inspect"] = Page(
            ("ocifs inspect ./layout:tag", "Show platforms, layers and configuration of an image"),
            ("ocifs inspect --json ./saved.tar | jq .id", "The image ID")),
        ["history"] = Page(
            ("ocifs history ./layout:tag", "Show the steps that made an image, newest first"),
            ("ocifs history --no-trunc ./layout:tag", "The same with whole commands")),
        ["ls"] = Page(
            ("ocifs ls -l ./layout:tag /etc", "List a directory of an image, with owners and sizes"),
            ("ocifs ls -lR --json containers-storage:alpine", "All files of an image, for programs"),
            ("ocifs ls ./layout:tag '/usr/lib/*.so'", "What a pattern matches, in the image"),
            ("ocifs ls ./layout //images", "A directory of the tree that a mount would show")),
        ["cat"] = Page(
            ("ocifs cat ./layout:tag /etc/os-release", "Print a file of an image"),
            ("ocifs cat ./layout:tag /var/log/dpkg.log | grep installed", "Search in it"),
            ("ocifs cat ./layout:tag //images/tag/config | jq", "Print the image's config")),
        ["stat"] = Page(
            ("ocifs stat ./layout:tag /bin/sh", "Show what is known of a file, and which layer brought it"),
            ("ocifs stat -c '%a %U:%G %n' ./layout:tag '/usr/bin/*'", "A line for each file, as stat(1) writes it"),
            ("ocifs stat --json ./layout:tag /bin/ping", "The same for programs, with extended attributes")),
        ["tree"] = Page(
            ("ocifs tree -L 2 ./layout:tag", "Draw the two upper levels of an image"),
            ("ocifs tree --du -h ./layout:tag /usr/lib", "Draw a directory, with how much is in each below it")),
        ["find"] = Page(
            ("ocifs find ./layout:tag -name '*.pem'", "Find files of an image by name"),
            ("ocifs find containers-storage: -name libssl.so.3", "The same in all images of Podman"),
            ("ocifs find ./layout:tag -type f -size +10M", "Large files")),
        ["cp"] = Page(
            ("ocifs cp ./layout:tag:/etc/os-release .", "Copy a file out of an image"),
            ("ocifs cp -a ./layout:tag:/usr/share/doc ./doc", "Copy a directory with owners, modes and times")),
        ["export"] = Page(
            ("ocifs export ./layout:tag -o rootfs.tar", "Write the files of an image as a tar"),
            ("ocifs export ./layout:tag -o ./rootfs/", "Unpack them into a directory")),
        ["du"] = Page(
            ("ocifs du ./layout:tag", "Show what takes the room in an image"),
            ("ocifs du -h -d 1 ./layout:tag /usr", "Show how much is in each directory of another"),
            ("ocifs du --json ./layout:tag", "The same for programs")),
        ["diff"] = Page(
            ("ocifs diff ./layout:old ./layout:new", "Show which files two images have differently"),
            ("ocifs diff ./layout:old ./layout:new /etc", "The same below one directory")) with
        {
            ExitStatuses = [(0, "the images are the same there"), (1, "they differ, or could not be compared"), (2, "asked for in a way that cannot be understood")],
        },
        ["layers"] = Page(
            ("ocifs layers ./layout:tag", "List the layers of an image"),
            ("ocifs layers ./layout:tag /etc/passwd", "Show which layers added, changed or removed a file")),
        ["check"] = Page(
            ("ocifs check ./layout", "Verify all that a layout has"),
            ("ocifs check ./layout:tag", "Verify one image")) with
        {
            ExitStatuses = [(0, "all is well"), (1, "something is damaged, or could not be read"), (2, "asked for in a way that cannot be understood")],
        },
        ["index"] = Page(
            ("ocifs index ./layout", "Read all layers now, so that later looks are instant"),
            ("ocifs index ./layout:tag", "The layers of one image")),
        ["cache"] = Page(
            ("ocifs cache", "Show where the cache is and what it takes"),
            ("ocifs cache clear", "Empty it")),
        ["completion"] = Page(
            ("ocifs completion bash >/etc/bash_completion.d/ocifs", "Have bash complete commands, options and sources"),
            ("ocifs completion fish >~/.config/fish/completions/ocifs.fish", "The same for fish")),
        ["man"] = Page(
            ("ocifs man | man -l -", "Read the manual"),
            ("ocifs man >/usr/local/share/man/man1/ocifs.1", "Keep it for man(1)")),
        ["help"] = Page(
            ("ocifs help", "List the commands"),
            ("ocifs help ls", "Explain one of them")),
    };

    /// <summary>The page of a command; without examples where it has none.</summary>
    public static CommandPage Of(string command) => All.GetValueOrDefault(command) ?? new CommandPage([]);

    private static CommandPage Page(params (string Line, string What)[] examples) => new([.. examples.Select(example => new CommandExample(example.Line, example.What))]);
}
